/** A client of a running emperor's endpoint, for the commands. */
@NullMarked
package io.emperor.admin.client;

import org.jspecify.annotations.NullMarked;
