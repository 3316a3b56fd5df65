/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-situation.h"

#include "setup/lk-lifeline.h"
#include "setup/lk-plain-way.h"

static GDateTime *
find_word (LkStore *store, const char *camera_id, const char *check_id, LkIdentity *identity)
{
  if (store == NULL || camera_id == NULL)
    return NULL;
  return lk_store_find_word (
    store, camera_id, check_id,
    identity != NULL ? lk_certificate_get_sha256 (lk_identity_get_certificate (identity)) : "");
}

static gboolean
record_word (LkStore *store,
             const char *camera_id,
             const char *check_id,
             GDateTime *word,
             const char *subject,
             GError **error)
{
  g_autoptr (GDateTime) known = NULL;

  if (word == NULL || subject == NULL)
    return TRUE;
  known = lk_store_find_word (store, camera_id, check_id, subject);
  return known != NULL || lk_store_add_word (store, camera_id, check_id, subject, error);
}

gboolean
lk_situation_record_words (const LkSituationFields *given,
                           LkStore *store,
                           const char *camera_id,
                           GError **error)
{
  const char *subject =
    given->identity != NULL
      ? lk_certificate_get_sha256 (lk_identity_get_certificate (given->identity))
      : NULL;

  return record_word (store, camera_id, "others", given->word_others, "", error) &&
         record_word (store, camera_id, "exportable", given->word_exportable, subject, error) &&
         record_word (store, camera_id, "rehearsal", given->word_rehearsal, subject, error);
}

static LkRehearsal *
rehearse (const LkSituationFields *found, GCancellable *cancellable)
{
  g_autoptr (LkSituation) so_far = lk_situation_new (found);
  g_autoptr (GDateTime) time = lk_situation_dup_camera_time (so_far);
  g_autoptr (GPtrArray) trusted = NULL;
  g_autoptr (GError) error = NULL;
  LkRehearsal *rehearsal;
  guint n_by_name = 0;

  if (found->identity == NULL)
    return NULL;
  trusted = lk_situation_dup_trusted (so_far, &n_by_name);
  rehearsal = lk_rehearsal_run (trusted, found->identity, time, cancellable, &error);
  if (rehearsal == NULL)
    g_debug ("rehearsal: %s", error->message);
  return rehearsal;
}

static LkAnswer
prove_lifeline (LkCamera *camera,
                const LkSituationFields *found,
                char **evidence,
                GCancellable *cancellable)
{
  gboolean enabled = lk_ssl_tab_get_fields (found->tab)->client_enabled;
  g_autoptr (GError) error = NULL;
  g_autoptr (LkLifeline) lifeline =
    lk_lifeline_open (camera, enabled ? found->identity : NULL, 0, cancellable, &error);

  *evidence = lifeline != NULL ? lk_lifeline_describe (lifeline) : g_strdup (error->message);
  return lifeline != NULL ? LK_ANSWER_YES : LK_ANSWER_NO;
}

LkSituation *
lk_situation_read (LkCamera *camera,
                   LkStore *store,
                   const char *camera_id,
                   const LkSituationFields *given,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (LkSslTab) tab = NULL;
  g_autoptr (LkCameraFacts) facts = NULL;
  g_autoptr (GDateTime) others = NULL;
  g_autoptr (GDateTime) exportable = NULL;
  g_autoptr (GDateTime) by_name = NULL;
  g_autoptr (GError) facts_error = NULL;
  LkSituationFields found = *given;

  g_return_val_if_fail (LK_IS_CAMERA (camera), NULL);

  found.tab = tab = lk_camera_read_tab (camera, cancellable, error);
  if (tab == NULL)
    return NULL;
  found.facts = facts = lk_camera_read_facts (camera, cancellable, &facts_error);
  if (facts == NULL)
    g_debug ("facts: %s", facts_error->message);
  if (found.word_others == NULL)
    found.word_others = others = find_word (store, camera_id, "others", NULL);
  if (found.word_exportable == NULL && found.identity != NULL)
    found.word_exportable = exportable = find_word (store, camera_id, "exportable", found.identity);
  if (found.word_rehearsal == NULL && found.identity != NULL)
    found.word_rehearsal = by_name = find_word (store, camera_id, "rehearsal", found.identity);
  return lk_situation_new (&found);
}

LkSituation *
lk_situation_survey (LkCamera *camera,
                     LkStore *store,
                     const char *camera_id,
                     const LkSituationFields *given,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (LkSituation) read =
    lk_situation_read (camera, store, camera_id, given, cancellable, error);
  g_autoptr (LkRehearsal) rehearsal = NULL;
  g_autofree char *evidence = NULL;
  LkSituationFields found;

  if (read == NULL)
    return NULL;
  found = *lk_situation_get_fields (read);
  found.rehearsal = rehearsal = rehearse (&found, cancellable);
  found.lifeline = prove_lifeline (camera, &found, &evidence, cancellable);
  found.lifeline_evidence = evidence;
  if (found.lifeline != LK_ANSWER_YES && found.plain_http == LK_ANSWER_UNKNOWN)
    {
      g_autoptr (LkCamera) plain =
        lk_plain_way_open (camera, store, camera_id, NULL, cancellable, NULL);

      found.plain_http = plain != NULL ? LK_ANSWER_YES : LK_ANSWER_NO;
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return lk_situation_new (&found);
}
