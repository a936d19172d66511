package io.emperor.provisioning.membership;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What HAProxy's slots lack to be as a file says. Who comes does so before anybody goes, so that a
 * backend is never without all of its servers. Who goes is put into maintenance, not drained:
 * requests that a server has are finished in both, and a session that sticks to it goes elsewhere
 * with its next request, where draining would send it to an instance that is gone.
 *
 * @param commands of HAProxy's runtime API, in their order
 * @param missing the backends and servers that HAProxy does not have: only a reload brings them
 */
record SlotChanges(List<String> commands, List<String> missing) {

  private static final Pattern SLOT = Pattern.compile("slot[0-9]+");

  SlotChanges {
    commands = List.copyOf(commands);
    missing = List.copyOf(missing);
  }

  /**
   * Compares.
   *
   * @param wanted the slots by the names of their backends
   * @param known HAProxy's servers, as {@link ServerState#read} has them
   */
  static SlotChanges between(
      Map<String, Slots> wanted, Map<String, Map<String, ServerState>> known) {
    List<String> come = new ArrayList<>();
    List<String> go = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    wanted.forEach(
        (backend, slots) -> {
          Map<String, ServerState> servers = known.get(backend);
          if (servers == null) {
            missing.add(backend);
            return;
          }
          for (int i = 0; i < slots.places().size(); i++) {
            String server = backend + "/" + HaproxyFile.server(i);
            ServerState now = servers.get(HaproxyFile.server(i));
            if (now == null) {
              missing.add(server);
            } else {
              slots
                  .places()
                  .get(i)
                  .ifPresentOrElse(
                      place -> come(server, place, now, come), () -> go(server, now, go));
            }
          }
          surplus(backend, slots, servers, go);
        });
    come.addAll(go);
    return new SlotChanges(come, missing);
  }

  private static void come(String server, Endpoint place, ServerState now, List<String> commands) {
    if (!now.place().equals(Optional.of(place))) {
      commands.add("set server " + server + " addr " + place.address() + " port " + place.port());
    }
    if (!now.isReady()) {
      commands.add("set server " + server + " state ready");
    }
  }

  private static void go(String server, ServerState now, List<String> commands) {
    if (!now.isInMaintenance()) {
      commands.add("set server " + server + " state maint");
    }
  }

  /** Slots of a file that was longer serve nobody who is known. */
  private static void surplus(
      String backend, Slots slots, Map<String, ServerState> servers, List<String> commands) {
    servers.forEach(
        (server, now) -> {
          if (SLOT.matcher(server).matches() && number(server) > slots.places().size()) {
            go(backend + "/" + server, now, commands);
          }
        });
  }

  private static long number(String server) {
    String digits = server.substring("slot".length());
    return digits.length() > 9 ? Long.MAX_VALUE : Long.parseLong(digits);
  }
}
