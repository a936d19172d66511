/**
 * Everything that talks to Consul. The emperor says what should be registered; the bridge makes it
 * so and keeps it so, and makes the objects through which apps see the cluster. {@link
 * io.emperor.consul.ConsulBridge} is its door and puts it together. {@code Overview} tells
 * operators what is known of agents and registrations, {@code Inspector} looks at a service.
 */
@NullMarked
package io.emperor.consul;

import org.jspecify.annotations.NullMarked;
