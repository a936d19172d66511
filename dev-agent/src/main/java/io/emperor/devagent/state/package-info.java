/**
 * Everything that the agent knows, as one: the catalog, its own services and checks, keys, sessions
 * and events. Guarded by one lock, whose holder is {@code Store}.
 */
@NullMarked
package io.emperor.devagent.state;

import org.jspecify.annotations.NullMarked;
