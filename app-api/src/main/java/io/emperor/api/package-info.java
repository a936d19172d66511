/**
 * What an app compiles against: {@link io.emperor.api.Vassal} is what it implements, {@link
 * io.emperor.api.VassalContext} what it is given, and {@link io.emperor.api.Consul} how it sees the
 * cluster. Nothing here names the Consul client that the emperor happens to use.
 */
@NullMarked
package io.emperor.api;

import org.jspecify.annotations.NullMarked;
