/**
 * What the values of settings may be: converters for their methods. Another value ends the start
 * with a line that names the setting.
 *
 * <p>Unless a Javadoc says so, nothing here is {@code null}, but for what a converter makes of a
 * blank text: no value.
 */
package dev.hone.setting;
