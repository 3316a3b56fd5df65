/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the sidebar says of a camera. */

#include "config.h"

#include "base/lk-error.h"
#include "camera/lk-session-status.h"

typedef struct
{
  const char *path;
  const char *ca_period;
  const char *server_period;
  LkServerStatus status;
  gboolean enabled;
  LkStatusLevel level;
  const char *text;
} StatusCase;

#define LONG "2026-01-01 - 2036-01-01"

static const StatusCase cases[] = {
  { "off", NULL, NULL, LK_SERVER_STATUS_NONE, FALSE, LK_STATUS_NEUTRAL, "Client authentication off" },
  { "on", LONG, LONG, LK_SERVER_STATUS_VALID, TRUE, LK_STATUS_GOOD, "Client authentication on" },
  { "ca-expires", "2026-01-01 - 2026-06-13", LONG, LK_SERVER_STATUS_VALID, TRUE, LK_STATUS_WARNING, "CA expires in 12 days" },
  { "ca-expires-tomorrow", "2026-01-01 - 2026-06-02", LONG, LK_SERVER_STATUS_VALID, TRUE, LK_STATUS_WARNING, "CA expires in 1 day" },
  { "ca-expired", "2026-01-01 - 2026-05-30", LONG, LK_SERVER_STATUS_VALID, FALSE, LK_STATUS_BAD, "A CA certificate has expired" },
  { "server-expires", LONG, "2026-01-01 - 2026-06-11", LK_SERVER_STATUS_VALID, FALSE, LK_STATUS_WARNING, "Server certificate expires in 10 days" },
  { "invalid", LONG, LONG, LK_SERVER_STATUS_INVALID, FALSE, LK_STATUS_WARNING, "Server certificate is not valid" },
};

static void
test_status (gconstpointer data)
{
  const StatusCase *test = data;
  g_autoptr (GDateTime) now = g_date_time_new_utc (2026, 6, 1, 0, 0, 0);
  g_autoptr (LkTabCertificate) ca =
    test->ca_period != NULL ? lk_tab_certificate_new ("CN=A", "CN=A", test->ca_period, "") : NULL;
  g_autoptr (LkTabCertificate) server =
    test->server_period != NULL ? lk_tab_certificate_new ("CN=A", "CN=B", test->server_period, "")
                                : NULL;
  LkSslTabFields fields = {
    .server_status = test->status,
    .server_certificate = server,
    .client_enabled = test->enabled,
    .trusted_capacity = 4,
    .trusted = { ca },
  };
  g_autoptr (LkSslTab) tab = lk_ssl_tab_new (&fields);
  LkSessionStatus status = lk_session_status_describe (tab, NULL, now);

  g_assert_cmpstr (status.text, ==, test->text);
  g_assert_cmpint (status.level, ==, test->level);
  g_assert_nonnull (status.icon_name);
  g_free (status.text);
}

static void
test_errors (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  for (int code = 0; code <= LK_ERROR_INTERNAL; code++)
    {
      g_autoptr (GError) error = g_error_new_literal (LK_ERROR, code, "technical");
      LkSessionStatus status = lk_session_status_describe (NULL, error, now);

      g_assert_cmpint (status.level, >=, LK_STATUS_WARNING);
      g_assert_cmpstr (status.text, !=, "");
      g_free (status.text);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/camera/session-status/", cases[i].path, NULL);

      g_test_add_data_func (path, &cases[i], test_status);
    }
  g_test_add_func ("/camera/session-status/says-what-is-wrong", test_errors);
  return g_test_run ();
}
