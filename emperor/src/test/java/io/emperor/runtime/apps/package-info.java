/** Apps that tests put into jars. */
@NullMarked
package io.emperor.runtime.apps;

import org.jspecify.annotations.NullMarked;
