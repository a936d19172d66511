package io.emperor.provisioning.membership;

/**
 * Something that serves a service of a product, as somebody else tells it. Nothing of it is
 * checked.
 *
 * @param product what it belongs to
 * @param service what it does there
 * @param name how people know it: any text
 * @param address its IP address
 * @param port where it listens
 */
public record ProductInstance(
    String product, String service, String name, String address, int port) {}
