/** A real app, made of {@code bench/apps/shop}, packed as each peer takes it. */
@NullMarked
package io.emperor.bench.shop;

import org.jspecify.annotations.NullMarked;
