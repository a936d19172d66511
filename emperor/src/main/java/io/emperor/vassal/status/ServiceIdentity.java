package io.emperor.vassal.status;

import org.jspecify.annotations.Nullable;

/**
 * What a vassal is registered as.
 *
 * @param id ID of the service; {@code null} before it was registered for the first time
 * @param name name of the service; {@code null} likewise
 * @param address the address that it is registered with; {@code null} for that of the agent
 * @param port the port it serves on, 0 for none
 * @param secure whether the emperor serves HTTPS for it there
 * @param pid the process that it runs in, 0 for none that the emperor knows of
 */
public record ServiceIdentity(
    @Nullable String id,
    @Nullable String name,
    @Nullable String address,
    int port,
    boolean secure,
    long pid) {

  static final ServiceIdentity NOTHING = new ServiceIdentity(null, null, null, 0, false, 0);
}
