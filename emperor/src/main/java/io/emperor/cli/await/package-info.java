/** From the words of {@code emperor await} and {@code bin/disco} to what is waited for. */
@NullMarked
package io.emperor.cli.await;

import org.jspecify.annotations.NullMarked;
