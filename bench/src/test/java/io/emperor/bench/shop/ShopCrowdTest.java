package io.emperor.bench.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.bench.BenchPaths;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ShopCrowdTest {

  private final BenchPaths paths = new BenchPaths(Path.of("..").toAbsolutePath().normalize());

  @Test
  void takesMoreWhereEachLoadsTheLibrariesForItself() {
    Shop shop = Shop.compile(paths);
    try (ShopCrowd each = ShopCrowd.ofTheirOwn(paths, shop);
        ShopCrowd sharing = ShopCrowd.sharing(paths, shop)) {
      assertThat(each.open(1) + each.open(2)).isPositive();
      assertThat(sharing.open(1) + sharing.open(2)).isPositive();

      assertThat(sharing.classes()).isBetween(1, each.classes() - 1_000);
    }
  }
}
