/** What the agent knows, entry by entry: nodes, services, checks, keys, sessions, events. */
@NullMarked
package io.emperor.devagent.model;

import org.jspecify.annotations.NullMarked;
