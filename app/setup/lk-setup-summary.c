/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-setup-summary.h"

#include <glib/gi18n.h>

static guint
count_checks (LkChecklist *checklist, LkCheckState state)
{
  guint n = 0;

  for (guint i = 0; i < lk_checklist_get_n_checks (checklist); i++)
    {
      const LkCheck *check = lk_checklist_get (checklist, i);

      n += check->info->required && check->state == state;
    }
  return n;
}

/* Ready for what is done already. */
static gboolean
is_enabled (LkChecklist *checklist)
{
  LkSslTab *tab = lk_situation_get_fields (lk_checklist_get_situation (checklist))->tab;

  return tab != NULL && lk_ssl_tab_get_fields (tab)->client_enabled;
}

static char *
format_counts (LkChecklist *checklist)
{
  const guint n_failed = count_checks (checklist, LK_CHECK_FAILED);
  const guint n_unchecked = count_checks (checklist, LK_CHECK_UNCHECKED);
  const guint n_words = count_checks (checklist, LK_CHECK_ATTEST);
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (n_failed > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u item failed", "%u items failed", n_failed), n_failed));
  if (n_unchecked > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u not checked yet", "%u not checked yet", n_unchecked), n_unchecked));
  if (n_words > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u needs your word", "%u need your word", n_words), n_words));
  if (parts->len == 0)
    return g_strdup (is_enabled (checklist) ? _ ("Client authentication is on already") : _ ("Everything is ready"));
  g_ptr_array_add (parts, NULL);
  /* Translators: stands between the parts of “2 items failed, 1 needs your word” */
  return g_strjoinv (_ (", "), (char **)parts->pdata);
}

char *
lk_setup_format_summary (LkSetup *self)
{
  LkChecklist *checklist = lk_setup_get_checklist (self);
  LkOutcome *outcome = lk_setup_get_outcome (self);
  LkCameraSession *session = lk_setup_get_session (self);
  char *progress = NULL;

  if (lk_setup_is_running (self))
    return g_strdup (_ ("The change is under way"));
  if (outcome != NULL)
    return g_strdup (_ (lk_outcome_result_get_label (lk_outcome_get_result (outcome))));
  if (session != NULL && lk_camera_session_is_busy (session))
    g_object_get (session, "progress-text", &progress, NULL);
  if (progress != NULL) /* why what would change the camera is insensitive */
    return progress;
  if (checklist == NULL)
    return g_strdup (lk_setup_is_busy (self) ? _ ("Looking at the camera…") : "");
  return format_counts (checklist);
}
