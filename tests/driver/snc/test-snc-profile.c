/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lk-error.h"
#include "driver/snc/lk-snc-profile.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#define WHOLE                                                                                     \
  "[Profile]\nFormat=1\nName=Test\nModels=T-*;X1\n"                                               \
  "[Inquiry]\nPath=/i.cgi\nQuery=q\n"                                                             \
  "[Group "                                                                                       \
  "a]\nmodel=M\nfirmware=F\nssl-function=S\nserver-status=ST\nclient-enabled=C\ntrusted-subject=" \
  "T{slot}\n"                                                                                     \
  "[Values ssl-function]\ndisable=0\nenable=1\n[Values server-status]\nvalid=v\n[Values "         \
  "client-enabled]\noff=0\non=1\n"

#define WITH_SET WHOLE "[Command set]\nPath=/s.cgi\nEncoding=form\n"

static char *
shipped (const char *name)
{
  return g_build_filename (g_test_get_dir (G_TEST_DIST), "..", "data", "profiles", name, NULL);
}

static void
test_shipped_files (void)
{
  g_autofree char *folder_path = shipped (NULL);
  g_autoptr (GDir) folder = g_dir_open (folder_path, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = shipped (name);
      g_autoptr (GError) error = NULL;
      g_autoptr (LkSncProfile) profile = NULL;

      if (!g_str_has_suffix (name, ".profile"))
        continue;
      profile = lk_snc_profile_load (path, &error);
      g_assert_no_error (error);
      for (LkSncField field = 0; field < LK_SNC_N_FIELDS; field++)
        g_assert_nonnull (lk_snc_profile_get_parameter (profile, field));
      for (LkSncCommandId id = 0; id < LK_SNC_N_COMMANDS; id++)
        g_assert_nonnull (lk_snc_profile_get_command (profile, id));
      g_assert_false (lk_snc_profile_is_confirmed (profile));
      n++;
    }
  g_assert_cmpuint (n, ==, 2);
}

static void
test_values (void)
{
  g_autofree char *path = shipped ("snc-v3.profile");
  g_autoptr (LkSncProfile) profile = lk_snc_profile_load (path, NULL);
  g_autofree char *parameter =
    lk_snc_profile_dup_parameter (profile, LK_SNC_FIELD_TRUSTED_ISSUER, 3);
  const LkSncCommand *command = lk_snc_profile_get_command (profile, LK_SNC_COMMAND_UPLOAD_CA);
  g_autofree char *number =
    lk_snc_template_fill (command->parameters[1].value, &(LkSncArguments){ .slot = 2 });

  g_assert_cmpstr (lk_snc_profile_get_identifier (profile), ==, "snc-v3");
  g_assert_cmpstr (lk_snc_profile_get_group (profile, LK_SNC_FIELD_CLIENT_ENABLED), ==, "ssl");
  g_assert_cmpstr (parameter, ==, "SslCaCert3Issuer");
  g_assert_cmpstr (lk_snc_profile_get_value (profile, LK_SNC_FIELD_SSL_FUNCTION, "enable-with-http"), ==, "both");
  g_assert_null (lk_snc_profile_get_value (profile, LK_SNC_FIELD_SSL_FUNCTION, "sometimes"));
  g_assert_cmpstr (lk_snc_profile_find_option (profile, LK_SNC_FIELD_KEY_PASSWORD, ""), ==, "not-set");
  g_assert_null (lk_snc_profile_find_option (profile, LK_SNC_FIELD_SERVER_STATUS, "Valid?"));
  g_assert_cmpint (command->encoding, ==, LK_SNC_ENCODING_MULTIPART);
  g_assert_cmpstr (number, ==, "2");
  g_assert_true (lk_snc_profile_is_success (profile, 204, NULL));
  g_assert_false (lk_snc_profile_is_success (profile, 403, NULL));
  g_assert_cmpuint (lk_snc_profile_get_limits (profile).key_password_max, ==, 50);
}

static void
test_success_needs_body (void)
{
  g_autofree char *path = shipped ("snc-g5.profile");
  g_autoptr (LkSncProfile) profile = lk_snc_profile_load (path, NULL);

  g_assert_true (lk_snc_profile_is_success (profile, 200, "OK\r\n"));
  g_assert_false (lk_snc_profile_is_success (profile, 200, "NG"));
  g_assert_false (lk_snc_profile_is_success (profile, 204, "OK"));
}

static void
test_placeholders (void)
{
  g_autofree char *filled = lk_snc_template_fill (
    "{slot}-{password}-{days}-{other}", &(LkSncArguments){ .slot = 4, .password = "{slot}" });

  /* What was filled in is not looked at again, and what is not given stays. */
  g_assert_cmpstr (filled, ==, "4-{slot}-{days}-{other}");
}

static void
test_models (void)
{
  static const struct
  {
    const char *model;
    const char *identifier;
  } rows[] = { { "SNC-VB770", "snc-v3" }, { "SNC-CH280", "snc-g5" }, { "SNT-EX104", "snc-g5" } };
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LkSncProfile) profile = lk_snc_profile_find_for_model (rows[i].model, NULL);

      g_assert_cmpstr (lk_snc_profile_get_identifier (profile), ==, rows[i].identifier);
    }
  g_assert_null (lk_snc_profile_find_for_model ("Toaster", &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_NOT_FOUND);
}

static void
test_own_file_wins (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "latchkey", "profiles", NULL);
  g_autofree char *path = g_build_filename (folder, "snc-v3.profile", NULL);
  g_autofree char *bad_path = g_build_filename (folder, "bad.profile", NULL);
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GPtrArray) profiles = NULL;
  g_autoptr (LkSncProfile) profile = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, WITH_SET, -1, NULL));
  g_assert_true (g_file_set_contents (bad_path, "[Profile]\n", -1, NULL));
  profile = lk_snc_profile_find ("snc-v3", NULL);
  profiles = lk_snc_profile_list (&problems);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_unlink (bad_path), ==, 0);

  g_assert_cmpstr (lk_snc_profile_get_name (profile), ==, "Test");
  g_assert_cmpuint (profiles->len, ==, 2);
  g_assert_cmpuint (problems->len, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (problems, 0), "bad.profile"));
}

static void
test_rejects (void)
{
  static const struct
  {
    const char *text;
    const char *names; /* what the message has to name */
  } rows[] = {
    { "", "Format" },
    { "\x80\xff[", "test.profile" },
    { "[Profile]\nFormat=2\n", "Format" },
    { WHOLE, "[Command set]" },
    { WITH_SET "[Quirks]\nReferrer=/x\n", "Referrer" },
    { WITH_SET "[Quirks]\nReferer=x\n", "Referer" },
    { WITH_SET "[Other]\nA=1\n", "[Other]" },
    { WITH_SET "[Group b]\ncolour=1\n", "colour" },
    { WITH_SET "[Group b]\nmodel=N\n", "[Group a]" },
    { WITH_SET "[Group b]\ntrusted-issuer=N\n", "{slot}" },
    { WITH_SET "[Values title]\non=1\n", "[Values title]" },
    { WITH_SET "[Values key-password]\nperhaps=1\n", "perhaps" },
    { WITH_SET "[Command fly]\nPath=/x\n", "fly" },
    { WITH_SET "[Command delete-ca]\nPath=/x\nEncoding=smoke\n", "smoke" },
    { WITH_SET "[Command delete-ca]\nPath=/x\nEncoding=raw\n", "Encoding" },
    { WITH_SET "[Command upload-ca]\nPath=/x\nEncoding=form\n", "Encoding" },
    { WITH_SET "[Command upload-ca]\nPath=/x\nEncoding=multipart\n", "FileField" },
    { WITH_SET "[Command delete-ca]\nPath=/x\nEncoding=form\nParameters=a\n", "NAME=VALUE" },
    { WITH_SET "[Command upload-ca]\nPath=/x\nEncoding=multipart\nFileField=a\nFileName=b\"c\n", "quotation" },
    { WITH_SET "[Command upload-ca]\nPath=/x\\r\\ny\nEncoding=raw\n", "control character" },
    { WITH_SET "[Success]\nStatuses=500\n", "Statuses" },
    { WITH_SET "[Limits]\nTrustedSlots=9\n", "TrustedSlots" },
    { WITH_SET "[Limits]\nPkcs12=ancient\n", "Pkcs12" },
    { WITH_SET "[Clock]\nFormat=sundial\n", "sundial" },
  };
  g_autoptr (LkSncProfile) whole = lk_snc_profile_new_from_text (WITH_SET, -1, "test.profile", NULL);

  g_assert_nonnull (whole);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (lk_snc_profile_new_from_text (rows[i].text, -1, "test.profile", &error));
      g_assert_error (error, LK_ERROR, LK_ERROR_BAD_DATA);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, "test.profile"));
      g_assert_nonnull (strstr (error->message, rows[i].names));
    }
}

static void
test_clock (void)
{
  static const char *const formats[] = { "iso8601", "compact", "unix" };
  g_autoptr (GDateTime) time = g_date_time_new_utc (2031, 2, 28, 23, 59, 58);

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *text = g_strconcat (WITH_SET "[Clock]\nFormat=", formats[i], "\n", NULL);
      g_autoptr (LkSncProfile) profile = lk_snc_profile_new_from_text (text, -1, "test.profile", NULL);
      g_autofree char *written = lk_snc_profile_format_clock (profile, time);
      g_autoptr (GDateTime) back = lk_snc_profile_parse_clock (profile, written);

      g_assert_true (g_date_time_equal (time, back));
      g_assert_null (lk_snc_profile_parse_clock (profile, "yesterday"));
      g_assert_null (lk_snc_profile_parse_clock (profile, "99999999999999"));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/snc/profile/shipped-files-are-whole", test_shipped_files);
  g_test_add_func ("/snc/profile/gives-names-and-values", test_values);
  g_test_add_func ("/snc/profile/success-needs-the-body", test_success_needs_body);
  g_test_add_func ("/snc/profile/fills-placeholders-once", test_placeholders);
  g_test_add_func ("/snc/profile/finds-by-model", test_models);
  g_test_add_func ("/snc/profile/own-file-wins", test_own_file_wins);
  g_test_add_func ("/snc/profile/rejects-bad-files", test_rejects);
  g_test_add_func ("/snc/profile/clock-goes-both-ways", test_clock);
  return g_test_run ();
}
