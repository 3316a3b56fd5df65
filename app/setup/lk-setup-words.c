/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-setup-words.h"

void
lk_setup_words_give (LkSetupWords *self,
                     const char *check_id,
                     LkStore *store,
                     const char *camera_id,
                     LkIdentity *identity)
{
  const char *sha256 =
    identity != NULL ? lk_certificate_get_sha256 (lk_identity_get_certificate (identity)) : "";
  const struct
  {
    const char *id;
    GDateTime **word;
    const char *subject;
  } words[] = {
    { "others", &self->others, "" },
    { "exportable", &self->exportable, sha256 },
    { "rehearsal", &self->rehearsal, sha256 },
  };

  g_return_if_fail (check_id != NULL);

  /* Whoever vouches for a file vouches for its key: one word answers both items. */
  if (g_str_equal (check_id, "installed"))
    check_id = "exportable";
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (!g_str_equal (words[i].id, check_id))
        continue;
      g_clear_pointer (words[i].word, g_date_time_unref);
      *words[i].word = g_date_time_new_now_utc ();
      if (store != NULL)
        /* asked again next time */
        (void)lk_store_add_word (store, camera_id, check_id, words[i].subject, NULL);
    }
}

void
lk_setup_words_forget_certificate (LkSetupWords *self)
{
  g_clear_pointer (&self->exportable, g_date_time_unref);
  g_clear_pointer (&self->rehearsal, g_date_time_unref);
}

void
lk_setup_words_clear (LkSetupWords *self)
{
  lk_setup_words_forget_certificate (self);
  g_clear_pointer (&self->others, g_date_time_unref);
}
