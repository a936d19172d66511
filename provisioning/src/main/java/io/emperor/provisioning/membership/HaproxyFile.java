package io.emperor.provisioning.membership;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code haproxy_PRODUCT.cnf}: a backend {@code PRODUCT_SERVICE} for each service, with as many
 * servers as it has slots, to be read by HAProxy after a file with {@code global}, {@code defaults}
 * and {@code frontend}. A free slot is a disabled server. Nothing else is in it: neither names of
 * members nor anything else from outside. In ASCII, a line feed ends each line. It is read again
 * when it is written anew, so that an instance keeps its slot, and a service that has no instance
 * any more keeps its backend, to which a frontend may refer. Immutable.
 *
 * <p>A connection is not kept for another request: one that was busy while its slot was given to
 * another instance would lead to the one that is gone, as HAProxy knows it by the slot alone.
 *
 * <pre>
 * # Written by emperor, which changes it with the cluster: what else is written here is lost.
 *
 * backend shop_web
 *     default-server pool-max-conn 0
 *     server slot1 10.0.0.1:8080
 *     server slot2 [2001:db8::1]:8080
 *     server slot3 127.0.0.1:1 disabled
 * </pre>
 *
 * @param product whose services they are
 * @param services the slots by the services' names, sorted
 */
record HaproxyFile(String product, SortedMap<String, Slots> services) {

  private static final String HEADER =
      "# Written by emperor, which changes it with the cluster: what else is written here is"
          + " lost.\n";

  private static final String NO_IDLE_CONNECTIONS = "    default-server pool-max-conn 0\n";
  private static final int LARGEST = 16 << 20;
  private static final int MOST_EMPTY = 100;
  private static final String FREE = "127.0.0.1:1 disabled";
  private static final Pattern LINE =
      Pattern.compile("(?:backend (\\S+)| {4}server slot[0-9]+ (\\S+)( disabled)?)");

  HaproxyFile {
    services = Collections.unmodifiableSortedMap(new TreeMap<>(services));
  }

  /**
   * Reads what was written before, 16 MiB of it at most. What can't be from here is left out.
   *
   * @param file need not be there
   */
  static HaproxyFile read(String product, Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return parse(product, in.readNBytes(LARGEST));
    } catch (NoSuchFileException e) {
      return new HaproxyFile(product, new TreeMap<>());
    }
  }

  private static HaproxyFile parse(String product, byte[] text) {
    SortedMap<String, List<Optional<Endpoint>>> places = new TreeMap<>();
    List<Optional<Endpoint>> current = new ArrayList<>();
    for (String line : new String(text, StandardCharsets.ISO_8859_1).split("\n", -1)) {
      Matcher parts = LINE.matcher(line);
      if (!parts.matches()) {
        continue;
      }
      if (parts.group(1) == null) {
        current.add(Endpoint.parse(parts.group(2)).filter(place -> parts.group(3) == null));
      } else {
        current = new ArrayList<>();
        service(product, parts.group(1), current, places);
      }
    }
    SortedMap<String, Slots> services = new TreeMap<>();
    places.forEach((service, all) -> services.put(service, new Slots(all)));
    return new HaproxyFile(product, services);
  }

  private static void service(
      String product,
      String backend,
      List<Optional<Endpoint>> slots,
      SortedMap<String, List<Optional<Endpoint>>> places) {
    String prefix = backend(product, "");
    if (backend.startsWith(prefix) && ProductName.isOne(backend.substring(prefix.length()))) {
      places.put(backend.substring(prefix.length()), slots);
    }
  }

  /** What a service's backend is called. */
  static String backend(String product, String service) {
    return product + "_" + service;
  }

  /**
   * With other instances, {@link Slots#with}. A service that has none any more keeps its slots, the
   * first {@value #MOST_EMPTY} of them by name: who invents services must not make it grow for
   * ever.
   */
  HaproxyFile with(SortedMap<String, List<ServiceInstance>> instances, int least) {
    SortedMap<String, Slots> next = new TreeMap<>();
    services.entrySet().stream()
        .filter(each -> !instances.containsKey(each.getKey()))
        .limit(MOST_EMPTY)
        .forEach(each -> next.put(each.getKey(), each.getValue().with(List.of(), least)));
    instances.forEach(
        (service, all) ->
            next.put(
                service,
                services
                    .getOrDefault(service, Slots.NONE)
                    .with(all.stream().map(ServiceInstance::endpoint).toList(), least)));
    return new HaproxyFile(product, next);
  }

  /** The slots by the names of their backends, sorted. */
  Map<String, Slots> backends() {
    Map<String, Slots> backends = new LinkedHashMap<>();
    services.forEach((service, slots) -> backends.put(backend(product, service), slots));
    return backends;
  }

  /** What a slot is called in HAProxy. */
  static String server(int index) {
    return "slot" + (index + 1);
  }

  /** All of the file. */
  byte[] bytes() {
    StringBuilder text = new StringBuilder(HEADER);
    backends()
        .forEach(
            (backend, slots) -> {
              text.append("\nbackend ").append(backend).append('\n');
              text.append(NO_IDLE_CONNECTIONS);
              for (int i = 0; i < slots.places().size(); i++) {
                String place = slots.places().get(i).map(Endpoint::toString).orElse(FREE);
                text.append("    server ").append(server(i)).append(' ').append(place).append('\n');
              }
            });
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
