/**
 * What apps call: {@code AppConsul} answers with {@code Discovery}, {@code KeyValues}, sessions and
 * watches, once for each generation of an app.
 */
@NullMarked
package io.emperor.consul.app;

import org.jspecify.annotations.NullMarked;
