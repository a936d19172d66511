/** What vassals need before they start: watched from then on, for one generation each. */
@NullMarked
package io.emperor.vassal.inputs;

import org.jspecify.annotations.NullMarked;
