package dev.pulmu.plots;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Draws pictures as SVG and PNG; no screen is needed. */
public final class Drawing {
  /** The document type: it names a file in the network, which readers of XML would fetch. */
  private static final Pattern DOCTYPE = Pattern.compile("<!DOCTYPE[^>]*>\\s*");

  private Drawing() {}

  /** The picture as SVG; its text is text. */
  public static String svg(Picture picture) {
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(document());
    context.setPrecision(2);
    context.setComment(null);
    SVGGraphics2D graphics = new SVGGraphics2D(context, false);
    paint(picture, graphics);
    graphics.setSVGCanvasSize(new Dimension(picture.wide(), picture.high()));
    Element root = graphics.getRoot();
    root.setAttribute(
        "viewBox", String.format(Locale.ROOT, "0 0 %d %d", picture.wide(), picture.high()));
    StringWriter text = new StringWriter();
    try {
      graphics.stream(root, text, true, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return DOCTYPE.matcher(text.toString()).replaceFirst("");
  }

  /**
   * The picture as PNG.
   *
   * @param scale 1 for its own size
   */
  public static byte[] png(Picture picture, double scale) {
    BufferedImage image = new BufferedImage(
        (int) Math.round(picture.wide() * scale),
        (int) Math.round(picture.high() * scale),
        BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight()); // to the last, half a pixel
    graphics.scale(scale, scale);
    paint(picture, graphics);
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(Palette.indexed(image), "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void paint(Picture picture, Graphics2D graphics) {
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, picture.wide(), picture.high());
    for (int i = 0; i < picture.charts().size(); i++) {
      DrawnChart.of(picture.charts().get(i))
          .draw(
              graphics,
              new Rectangle2D.Double(
                  i % picture.columns() * picture.width(),
                  i / picture.columns() * picture.height(),
                  picture.width(),
                  picture.height()));
    }
  }

  private static Document document() {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument("http://www.w3.org/2000/svg", "svg", null);
    } catch (ParserConfigurationException impossible) {
      throw new IllegalStateException("every JDK makes XML documents", impossible);
    }
  }
}
