/** Several emperors of one fleet, and the lock that people would use instead. */
@NullMarked
package io.emperor.bench.fleet;

import org.jspecify.annotations.NullMarked;
