/** What is compared, each in a class of its own. */
@NullMarked
package io.emperor.bench.comparison;

import org.jspecify.annotations.NullMarked;
