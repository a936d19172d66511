package io.emperor.await;

/**
 * A service that is waited for.
 *
 * @param name its name in Consul
 * @param instances how many have to be passing, at least one
 */
public record ServiceWanted(String name, int instances) {}
