package shop.host;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import shop.Shop;
import shop.ShopServlet;

/** The shop in Spring Boot. */
@SpringBootApplication
public class ShopService {

  @Bean(destroyMethod = "close")
  Shop shop() {
    return Shop.open();
  }

  @Bean
  ServletRegistrationBean<ShopServlet> servlet(Shop shop) {
    return new ServletRegistrationBean<>(new ShopServlet(shop), "/*");
  }

  public static void main(String[] args) {
    SpringApplication.run(ShopService.class, args);
  }
}
