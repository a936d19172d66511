/** Programs that are run to their end, as provisioning sees them: whoever uses it runs them. */
@NullMarked
package io.emperor.provisioning.program;

import org.jspecify.annotations.NullMarked;
