/**
 * {@code emperor await}: what a command waits for, and how it then takes the place of who waited,
 * or becomes its child.
 */
@NullMarked
package io.emperor.await;

import org.jspecify.annotations.NullMarked;
