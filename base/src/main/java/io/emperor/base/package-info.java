/**
 * What every module needs and no library gives: loops that are watched, back-off and jitter,
 * threads with names, tasks that run one after another, the name that somebody meant. It knows
 * nothing of Consul or of vassals, but for the name that a log line is about.
 */
@NullMarked
package io.emperor.base;

import org.jspecify.annotations.NullMarked;
