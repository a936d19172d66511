/**
 * Programs: processes that are started, asked from outside, and ended with everything that they
 * have started.
 */
@NullMarked
package io.emperor.runtime.process;

import org.jspecify.annotations.NullMarked;
