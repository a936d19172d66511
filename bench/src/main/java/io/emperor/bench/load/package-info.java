/** Whoever keeps a server busy, and servers to compare with. */
@NullMarked
package io.emperor.bench.load;

import org.jspecify.annotations.NullMarked;
