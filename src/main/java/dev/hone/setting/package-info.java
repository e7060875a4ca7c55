/**
 * What the values of settings may be: converters for their methods. Another value ends the start
 * with a line that names the setting.
 */
package dev.hone.setting;
