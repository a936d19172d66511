/** A web application as it could run in any servlet container, but for what it asks of Consul. */
@NullMarked
package io.emperor.warapp;

import org.jspecify.annotations.NullMarked;
