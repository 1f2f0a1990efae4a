/** Documents of markup that hold words of others safely: {@link org.etalon.lab.markup.Markup}. */
@NullMarked
package org.etalon.lab.markup;

import org.jspecify.annotations.NullMarked;
