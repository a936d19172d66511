/** What is looked at for a vassal: what it depends on, how it is, and whether anybody asks it. */
@NullMarked
package io.emperor.vassal.watch;

import org.jspecify.annotations.NullMarked;
