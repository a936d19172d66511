/** Apps that the tests drop into a vassals directory: well-behaved ones and others. */
@NullMarked
package io.emperor.test.apps;

import org.jspecify.annotations.NullMarked;
