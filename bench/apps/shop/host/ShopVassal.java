package shop.host;

import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;
import shop.Shop;
import shop.ShopServlet;

/** The shop in an emperor. */
public final class ShopVassal implements Vassal {

  private Shop shop;

  @Override
  public void start(VassalContext context) {
    shop = Shop.open();
    context.serve("/*", new ShopServlet(shop));
  }

  @Override
  public void stop() {
    if (shop != null) { // what was never open is stopped, too
      shop.close();
    }
  }
}
