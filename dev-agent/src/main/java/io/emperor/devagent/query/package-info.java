/** How something is asked for: the request as an endpoint sees it, its parameters, and filters. */
@NullMarked
package io.emperor.devagent.query;

import org.jspecify.annotations.NullMarked;
