/**
 * Jetty, and nothing but Jetty: one web server for all vassals, each on a port of its own. A {@link
 * io.emperor.http.ListeningPort} outlives the generations of a vassal, a {@link
 * io.emperor.http.ServletApp} is one generation's servlets.
 */
@NullMarked
package io.emperor.http;

import org.jspecify.annotations.NullMarked;
