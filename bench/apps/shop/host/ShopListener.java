package shop.host;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import shop.Shop;
import shop.ShopServlet;

/** The shop in a servlet container. */
public final class ShopListener implements ServletContextListener {

  private Shop shop;

  @Override
  public void contextInitialized(ServletContextEvent event) {
    shop = Shop.open();
    event.getServletContext().addServlet("shop", new ShopServlet(shop)).addMapping("/*");
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    shop.close();
  }
}
