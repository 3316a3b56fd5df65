/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lk-error.h"
#include "base/lk-hex.h"

static void
test_round_trip (void)
{
  static const guint8 bytes[] = { 0x00, 0x0f, 0xa5, 0xff };
  g_autofree char *plain = lk_hex_encode (bytes, sizeof bytes);
  g_autofree char *spaced = lk_hex_encode_spaced (bytes, sizeof bytes);
  g_autoptr (GBytes) decoded = lk_hex_decode ("00:0F:a5:fF");
  g_autoptr (GBytes) expected = g_bytes_new_static (bytes, sizeof bytes);

  g_assert_cmpstr (plain, ==, "000fa5ff");
  g_assert_cmpstr (spaced, ==, "00:0f:a5:ff");
  g_assert_true (g_bytes_equal (decoded, expected));
}

static void
test_rejects (void)
{
  static const char *const rows[] = { "0", "0g", "00:", ":00", "00::11", "zz" };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_null (lk_hex_decode (rows[i]));
}

static void
test_sha256 (void)
{
  g_autofree char *digest = lk_hex_sha256 ("abc", 3);

  /* FIPS 180-2, appendix B.1 */
  g_assert_cmpstr (digest, ==, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void
test_error_names (void)
{
  for (int code = 0; code <= LK_ERROR_INTERNAL; code++)
    g_assert_nonnull (lk_error_get_name (code));
  g_assert_cmpstr (lk_error_get_name (LK_ERROR_WOULD_LOCK_OUT), ==, "would-lock-out");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/hex/round-trip", test_round_trip);
  g_test_add_func ("/base/hex/rejects-what-is-not-hex", test_rejects);
  g_test_add_func ("/base/hex/sha256", test_sha256);
  g_test_add_func ("/base/error/every-code-has-a-name", test_error_names);
  return g_test_run ();
}
