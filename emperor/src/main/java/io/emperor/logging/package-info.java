/**
 * The log: how lines look, where they go, and the last of them in memory. The only home of Logback.
 * Knows no other package of the emperor's.
 */
@NullMarked
package io.emperor.logging;

import org.jspecify.annotations.NullMarked;
