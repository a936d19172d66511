/** Whether something answers, asked from outside: over TCP, over HTTP. */
@NullMarked
package io.emperor.runtime.probe;

import org.jspecify.annotations.NullMarked;
