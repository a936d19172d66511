/**
 * Files to records, with every problem reported at once: {@link
 * io.emperor.config.VassalConfigReader} reads what belongs to one vassal, {@link
 * io.emperor.config.EmperorFile} what belongs to the emperor. Each value keeps the file and line it
 * came from until the record is made, so that a problem names its place, and so that the effective
 * values can be shown with their origins.
 */
@NullMarked
package io.emperor.config;

import org.jspecify.annotations.NullMarked;
