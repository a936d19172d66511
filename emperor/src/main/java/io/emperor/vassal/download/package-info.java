/**
 * Apps that are fetched from an address: each once, whoever names it, verified before anybody uses
 * it, kept for as long as a configuration names it. {@link io.emperor.vassal.download.Downloads} is
 * its door.
 */
@NullMarked
package io.emperor.vassal.download;

import org.jspecify.annotations.NullMarked;
