/** The kit, used as its users do. */
@NullMarked
package io.emperor.testkit;

import org.jspecify.annotations.NullMarked;
