/** The emperor and what people would use instead, all of them run in the same way. */
@NullMarked
package io.emperor.bench.peer;

import org.jspecify.annotations.NullMarked;
