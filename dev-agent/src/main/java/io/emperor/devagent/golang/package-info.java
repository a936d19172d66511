/**
 * Go's ways where they show in what Consul answers: its JSON, its texts and numbers, its durations
 * and patterns.
 */
@NullMarked
package io.emperor.devagent.golang;

import org.jspecify.annotations.NullMarked;
