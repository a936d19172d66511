/**
 * Where the agents are, who asks, and over what TLS: {@link
 * io.emperor.consul.settings.AgentSettingsResolver} makes one record of the command line, the
 * environment and a file, or tells all their problems.
 */
@NullMarked
package io.emperor.consul.settings;

import org.jspecify.annotations.NullMarked;
