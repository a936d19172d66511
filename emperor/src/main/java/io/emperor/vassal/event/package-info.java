/** Who is told that a vassal's service has been registered, and that it has been deregistered. */
@NullMarked
package io.emperor.vassal.event;

import org.jspecify.annotations.NullMarked;
