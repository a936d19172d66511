package io.emperor.devagent.state;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What streams say of services' health: each service has an index of its own, which begins as the
 * catalog's when somebody first waits for it and then heeds no other service. Under the store's
 * lock.
 */
final class HealthViews {

  private static final int MOST = 1_000;
  private static final int MOST_LETTERS = 1 << 20;

  private final Map<String, Long> indexes = new LinkedHashMap<>(16, 0.75f, true);
  private int letters;

  /**
   * A view's index.
   *
   * @param snapshot what it is if nobody has waited for this service lately
   */
  long index(String service, long snapshot) {
    String name = service.toLowerCase(Locale.ROOT);
    Long known = indexes.get(name);
    if (known != null) {
      return known;
    }
    indexes.put(name, snapshot);
    letters += name.length();
    forgetTheOldest();
    return snapshot;
  }

  private void forgetTheOldest() {
    Iterator<String> oldest = indexes.keySet().iterator();
    while (indexes.size() > MOST || letters > MOST_LETTERS) {
      letters -= oldest.next().length();
      oldest.remove();
    }
  }

  void changed(String service, long index) {
    indexes.computeIfPresent(service.toLowerCase(Locale.ROOT), (name, before) -> index);
  }
}
