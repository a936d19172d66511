/**
 * Apps in a JVM of their own: the same host code in a child process, spoken to over its standard
 * input and output.
 */
@NullMarked
package io.emperor.runtime.ownjvm;

import org.jspecify.annotations.NullMarked;
