package io.emperor.provisioning.membership;

import io.emperor.provisioning.program.OnChange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which files follow the cluster.
 *
 * @param directory where they are, absolute
 * @param formats which of them there are
 * @param subscriptions which products are in them
 * @param hosts a file of hosts with lines of others, too, absolute
 * @param haproxy how HAProxy learns of a change
 * @param onChange what a change of any other file does
 */
public record FilesPlan(
    Path directory,
    Set<FileFormat> formats,
    Subscriptions subscriptions,
    Optional<Path> hosts,
    HaproxyPlan haproxy,
    OnChange onChange) {

  static final String HOSTS = "fakedhosts.txt";
  static final String LINK = "fakehosts.txt";
  static final String JSON = "services.json";
  static final String YAML = "services.yml";

  public FilesPlan {
    formats = Set.copyOf(formats);
  }

  /** Where all of the files are, whatever the cluster says: the names of products are known. */
  public List<Path> destinations() {
    List<Path> all = new ArrayList<>();
    hosts.ifPresent(all::add);
    for (FileFormat format : formats) {
      switch (format) {
        case HOSTS -> all.add(directory.resolve(HOSTS));
        case JSON -> all.add(directory.resolve(JSON));
        case YAML -> all.add(directory.resolve(YAML));
        case HAPROXY -> subscriptions.products().forEach(product -> all.add(haproxy(product)));
      }
    }
    return all;
  }

  Path haproxy(String product) {
    return directory.resolve("haproxy_" + product + ".cnf");
  }
}
