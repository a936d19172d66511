package io.emperor.provisioning.membership;

import io.emperor.provisioning.commit.RenderedFile;
import java.util.List;

/**
 * Files that say who is in the cluster.
 *
 * @param files those that can be put in place
 * @param troubles why others can't: a line each, with the path and what to do
 */
public record RenderedMembership(List<RenderedFile> files, List<String> troubles) {

  public RenderedMembership {
    files = List.copyOf(files);
    troubles = List.copyOf(troubles);
  }
}
