package io.emperor.provisioning.update;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.base.NearestName;
import io.emperor.base.SafeText;
import io.emperor.provisioning.source.EtcdKeys;
import io.emperor.provisioning.source.InvalidInputException;
import io.emperor.provisioning.source.YamlTree;
import io.emperor.provisioning.update.DistributionPlan.Store;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the map {@code distribute} of a file. What is wrong becomes problems. For one thread. */
public final class DistributionReader {

  private static final List<String> KEYS = List.of("consul", "etcd", "via");
  private static final List<String> CARRIERS = List.of("consul", "serf");

  private final YamlTree tree;
  private final boolean hasSerf;
  private final List<String> problems;

  /**
   * Reads nothing yet.
   *
   * @param tree what is in the file
   * @param hasSerf whether one of its sources is a serf agent
   * @param problems takes what is wrong, a line each
   */
  public DistributionReader(YamlTree tree, boolean hasSerf, List<String> problems) {
    this.tree = tree;
    this.hasSerf = hasSerf;
    this.problems = problems;
  }

  /** Which keys are sent; empty if there is no such key, or anything is wrong below it. */
  public Optional<DistributionPlan> read() {
    JsonNode map = tree.root().path("distribute");
    if (map.isMissingNode()) {
      return Optional.empty();
    }
    int before = problems.size();
    if (!map.isObject()) {
      wrong("", "is no map; write {consul: config/, via: consul}");
      return Optional.empty();
    }
    for (Map.Entry<String, JsonNode> each : map.properties()) {
      if (!KEYS.contains(each.getKey())) {
        wrong(each.getKey(), "is no key of distribute; " + NearestName.remedy(each.getKey(), KEYS));
      } else if (!each.getValue().isTextual() || each.getValue().textValue().indexOf('\0') >= 0) {
        wrong(each.getKey(), "is no text; write one");
      }
    }
    if (map.has("consul") == map.has("etcd")) {
      wrong("", "needs one place where the keys are; write consul: PREFIX/ or etcd: URL");
    }
    Carrier via = via(map.path("via").asText("consul").strip());
    if (problems.size() > before) {
      return Optional.empty();
    }
    Store store = map.has("consul") ? Store.CONSUL : Store.ETCD;
    String place = map.path(map.has("consul") ? "consul" : "etcd").textValue().strip();
    return store == Store.ETCD && !isEtcd(place)
        ? Optional.empty()
        : Optional.of(new DistributionPlan(store, place, via));
  }

  private Carrier via(String word) {
    if (!CARRIERS.contains(word)) {
      wrong("via", "is " + SafeText.name(word) + "; " + NearestName.remedy(word, CARRIERS));
    } else if (word.equals("serf") && !hasSerf) {
      wrong("via", "is serf, and no source is; write - serf: 127.0.0.1:7373 below sources");
    }
    return word.equals("serf") ? Carrier.SERF_EVENT : Carrier.CONSUL_EVENT;
  }

  private boolean isEtcd(String url) {
    try {
      EtcdKeys unused = new EtcdKeys(url);
      return true;
    } catch (InvalidInputException e) {
      e.problems().forEach(problem -> wrong("etcd", problem));
      return false;
    }
  }

  private void wrong(String key, String what) {
    String pointer = "/distribute" + (key.isEmpty() ? "" : "/" + key);
    String shown = "distribute" + (key.isEmpty() ? "" : "." + SafeText.name(key));
    problems.add(tree.place(pointer) + ": " + shown + " " + what);
  }
}
