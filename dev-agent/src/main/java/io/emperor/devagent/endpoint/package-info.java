/** Consul's HTTP API, a class for each part of it. */
@NullMarked
package io.emperor.devagent.endpoint;

import org.jspecify.annotations.NullMarked;
